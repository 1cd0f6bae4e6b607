// Rights that begin or lapse within a year · 一年內開始或屆期的權利
:param from => '2026-11-25';
:param to => '2027-11-25';
MATCH path = (c:ControlPoint)-[:GOVERNS]->(t:Technology)
UNWIND [[c.valid_from, 'begins'], [c.valid_to, 'lapses']] AS event
WITH c, t, path, event[0] AS day, event[1] AS event
WHERE $from <= day <= $to
OPTIONAL MATCH holder = (h:Country|Firm)-[:HOLDS]->(c)
WITH c, t, path, day, event, collect(h.id) AS holders, collect(holder) AS held
RETURN day AS date, event, c.id AS control_id, c.name_en AS name, c.name_zh AS name_zh,
       c.right AS right, t.id AS tech_id, holders, c.exposure AS exposure,
       c.confidence AS confidence, c.source_id AS sources, path, held
ORDER BY date, control_id
LIMIT 300;
