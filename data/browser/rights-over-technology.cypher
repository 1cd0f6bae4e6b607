// Who holds the rights over a technology · 誰持有一項技術的權利
:param tech => 'leading-edge-logic';
MATCH path = (h:Country|Firm)-[held:HOLDS]->(c:ControlPoint)-[:GOVERNS]->(t:Technology {tech_id: $tech})
OPTIONAL MATCH home = (h)-[:HEADQUARTERED_IN]->(:Country)
RETURN c.id AS id, c.name_en AS name, c.name_zh AS name_zh, c.right AS right,
       h.id AS holder, coalesce(h.country, h.id) AS country, held.share AS share,
       held.confidence AS confidence, held.source_id AS sources, path, home
ORDER BY right, id, holder
LIMIT 300;
