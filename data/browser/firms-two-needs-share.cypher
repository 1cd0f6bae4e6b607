// Firms that two US needs share · 兩項美國需求共同倚賴的企業
:param need => 'us-ai-accelerators';
:param other_need => 'us-cloud-platforms';
:param limit => 10;
MATCH one = ANY SHORTEST (:Need {need_id: $need})-[:RELIES_ON]->()-[:REQUIRES]->{0,6}(t:Technology)
MATCH other = ANY SHORTEST (:Need {need_id: $other_need})-[:RELIES_ON]->()-[:REQUIRES]->{0,6}(t)
MATCH made = (f:Firm)-[:PROVIDES]->(t)
WHERE f.leverage > 0
WITH f, collect(DISTINCT t.id) AS techs, collect([one, other, made]) AS paths
RETURN f.id AS id, f.name_en AS name, f.name_zh AS name_zh, f.country AS country, techs,
       f.leverage AS leverage, paths
ORDER BY leverage DESC, id
LIMIT toInteger($limit);
