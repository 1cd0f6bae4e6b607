// Taiwan's rights by direction · 臺灣在各方向的權利
:param country => 'TWN';
MATCH path = (h:Country|Firm)-[:HOLDS]->(c:ControlPoint)-[:GOVERNS]->(t:Technology)
WHERE coalesce(h.country, h.id) = $country
UNWIND t.direction AS direction
WITH direction, c.right AS right, collect(DISTINCT c.id) AS points,
     collect(DISTINCT h.id) AS holders, collect(path) AS paths
RETURN direction, right, size(points) AS control_points, points, holders, paths
ORDER BY direction, right
LIMIT 300;
