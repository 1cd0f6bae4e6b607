// What a US need rests on, to a depth · 一項美國需求所依賴的技術（至指定層數）
:param need => 'us-ai-accelerators';
:param depth => 2;
MATCH path = ANY SHORTEST (n:Need {id: $need})-[:RELIES_ON]->(:Technology)
  ((a)-[r:REQUIRES|VARIANT_OF]-(b)
    WHERE CASE type(r) WHEN 'REQUIRES' THEN startNode(r) ELSE endNode(r) END = a){0,8}
  (t:Technology)
WHERE length(path) <= toInteger($depth)
RETURN length(path) AS depth, t.id AS id, t.name_en AS name, t.name_zh AS name_zh,
       t.stage AS stage, t.denier AS denier, t.exposure AS exposure,
       t.need_years_at_risk AS need_years_at_risk, path
ORDER BY depth, need_years_at_risk DESC, id
LIMIT 300;
