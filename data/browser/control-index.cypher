// Control-right index: who decides over US needs · 控制權指數：誰決定美國的需求
:param limit => 10;
MATCH (c:Country)
WHERE c.cri > 0
WITH c
ORDER BY c.cri DESC, c.id
LIMIT toInteger($limit)
OPTIONAL MATCH path = (c)<-[:HEADQUARTERED_IN]-(:Firm)-[:HOLDS]->(:ControlPoint {right: 'govern'})
WITH c, collect(path) AS paths
RETURN c.id AS country, c.name_en AS name, c.name_zh AS name_zh, c.cri AS cri,
       c.cri_low AS cri_low, c.cri_high AS cri_high, c.plain_share AS plain_share,
       c.operate AS operate, c.allocate AS allocate, c.license AS license, c.govern AS govern,
       c.certify AS certify, paths
ORDER BY cri DESC, country;
