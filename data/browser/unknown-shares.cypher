// Unknown shares that matter most · 最關鍵的未知占比
:param limit => 10;
MATCH (p:Country|Firm)-[of:PROVIDES]->(t:Technology)
WHERE of.share IS NULL
  AND t.exposure > 0
WITH t, collect(DISTINCT p.id) AS unknown, collect(of) AS blanks, collect(p) AS providers
ORDER BY t.exposure DESC, t.id
LIMIT toInteger($limit)
OPTIONAL MATCH ()-[known:PROVIDES]->(t)
WHERE known.share IS NOT NULL
WITH t, unknown, blanks, providers, count(known) AS known
RETURN t.id AS id, t.name_en AS name, t.name_zh AS name_zh, unknown, known,
       t.hhi_low AS hhi_low, t.hhi_high AS hhi_high, t.exposure AS exposure,
       t.need_years_at_risk AS need_years_at_risk, t, providers, blanks
ORDER BY exposure DESC, id;
