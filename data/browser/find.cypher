// Find a node by a part of its name · 以部分名稱查找節點
:param text => '台積';
MATCH (n:Country|Firm|Technology|Need|ControlPoint|Investment)
WHERE toLower(n.name_en) CONTAINS toLower($text)
   OR replace(n.name_zh, '臺', '台') CONTAINS replace($text, '臺', '台')
   OR n.ticker STARTS WITH $text
   OR n.id = $text
OPTIONAL MATCH (n)-[r:HEADQUARTERED_IN|GOVERNS|RELIES_ON|MADE_BY]->(m)
WITH n, collect(r) AS links, collect(m) AS neighbours
RETURN labels(n)[0] AS label, n.id AS id, n.name_en AS name, n.name_zh AS name_zh, n, links, neighbours
ORDER BY label, id
LIMIT 50;
