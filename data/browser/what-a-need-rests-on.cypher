// What a US need rests on, to a depth · 一項美國需求所依賴的技術（至指定層數）
:param need => 'us-ai-accelerators';
:param depth => 2;
MATCH path = ANY SHORTEST (n:Need {need_id: $need})-[:RELIES_ON]->()
  -[:REQUIRES]->{0,8}()<-[:VARIANT_OF]-{0,1}()-[:REQUIRES]->{0,8}(t:Technology)
WHERE length(path) <= toInteger($depth)
RETURN length(path) AS depth, t.id AS id, t.name_en AS name, t.name_zh AS name_zh,
       t.stage AS stage, t.denier AS denier, t.exposure AS exposure,
       t.need_years_at_risk AS need_years_at_risk, path
ORDER BY depth, id
LIMIT 300;
