// Shortest path from a material to a US need · 從一種材料到一項美國需求的最短路徑
:param material => 'germanium-refined';
:param need => 'us-ai-accelerators';
MATCH path = ALL SHORTEST (n:Need {need_id: $need})-[:RELIES_ON]->()
  -[:REQUIRES]->{0,8}()<-[:VARIANT_OF]-{0,1}()-[:REQUIRES]->{0,8}(m:Technology {tech_id: $material})
WITH DISTINCT path
RETURN length(path) AS steps, [x IN reverse(nodes(path)) | x.id] AS chain,
       all(r IN relationships(path) WHERE coalesce(r.essential, true)) AS essential, path
ORDER BY essential DESC, chain
LIMIT 25;
