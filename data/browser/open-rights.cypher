// Rights that nobody is recorded to hold, where much is at stake · 關係重大而無人持有紀錄的權利
:param limit => 10;
MATCH (t:Technology)
WHERE t.exposure > 0
UNWIND ['license', 'govern', 'certify'] AS right
WITH t, right
WHERE NOT EXISTS { (t)<-[:GOVERNS]-(:ControlPoint {right: right})<-[:HOLDS]-() }
WITH t, collect(right) AS open_rights
ORDER BY t.exposure DESC, t.id
LIMIT toInteger($limit)
OPTIONAL MATCH point = (t)<-[:GOVERNS]-(:ControlPoint)<-[:HOLDS]-()
WITH t, open_rights, collect(point) AS held
OPTIONAL MATCH path = (t)<-[:PROVIDES]-(:Firm)
WITH t, open_rights, held, collect(path) AS paths
RETURN t.id AS id, t.name_en AS name, t.name_zh AS name_zh, open_rights,
       t.exposure AS exposure, t.need_years_at_risk AS need_years_at_risk, held, paths
ORDER BY exposure DESC, id;
