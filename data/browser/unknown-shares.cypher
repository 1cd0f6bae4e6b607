// Unknown shares that matter most · 最關鍵的未知占比
:param limit => 10;
MATCH path = (p:Country|Firm)-[r:PROVIDES]->(t:Technology)
WHERE r.share IS NULL
  AND t.exposure > 0
WITH t, collect(DISTINCT p.id) AS unknown, collect(path) AS paths
RETURN t.id AS id, t.name_en AS name, t.name_zh AS name_zh, unknown,
       COUNT { (t)<-[r:PROVIDES]-() WHERE r.share IS NOT NULL } AS known,
       t.hhi_low AS hhi_low, t.hhi_high AS hhi_high, t.exposure AS exposure, paths
ORDER BY exposure DESC, id
LIMIT toInteger($limit);
