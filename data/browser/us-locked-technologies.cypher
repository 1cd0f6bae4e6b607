// Technologies over which US firms hold the rights: no place for a newcomer · 權利由美國企業持有的技術：後來者無從置喙
:param limit => 10;
MATCH path = (h:Firm {country: 'USA'})-[:HOLDS]->(c:ControlPoint)-[:GOVERNS]->(t:Technology)
WHERE c.right IN ['license', 'govern', 'certify']
WITH t, collect(DISTINCT c.right) AS rights, collect(DISTINCT h.id) AS holders, collect(path) AS paths
RETURN t.id AS id, t.name_en AS name, t.name_zh AS name_zh, rights, holders,
       t.us_share AS us_share, t.taiwan_share AS taiwan_share, paths
ORDER BY size(rights) DESC, size(holders) DESC, id
LIMIT toInteger($limit);
