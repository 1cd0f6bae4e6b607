// Shortest path from a material to a US need · 從一種材料到一項美國需求的最短路徑
:param material => 'gallium-refined';
:param need => 'us-ai-accelerators';
MATCH path = ALL SHORTEST (m:Technology {id: $material})<-[:REQUIRES]-{0,12}(:Technology)<-[:RELIES_ON]-(n:Need {id: $need})
RETURN length(path) AS steps, [x IN nodes(path) | x.name_en] AS chain,
       [x IN nodes(path) | x.name_zh] AS chain_zh,
       all(r IN relationships(path) WHERE coalesce(r.essential, true)) AS essential, path
ORDER BY essential DESC, chain
LIMIT 25;
