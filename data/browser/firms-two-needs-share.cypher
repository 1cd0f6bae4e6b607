// Firms that two US needs share · 兩項美國需求共同倚賴的企業
:param need => 'us-ai-accelerators';
:param other_need => 'us-ai-switches';
MATCH first = ANY SHORTEST (:Need {id: $need})-[:RELIES_ON]->(:Technology)-[:REQUIRES]->{0,4}(t:Technology)
MATCH second = ANY SHORTEST (:Need {id: $other_need})-[:RELIES_ON]->(:Technology)-[:REQUIRES]->{0,4}(t)
MATCH provides = (f:Firm)-[p:PROVIDES]->(t)
WHERE f.leverage > 0
RETURN f.id AS id, f.name_en AS name, f.name_zh AS name_zh, f.country AS country,
       t.id AS tech_id, p.share AS share, f.leverage AS leverage, first, second, provides
ORDER BY leverage DESC, id, tech_id
LIMIT 25;
