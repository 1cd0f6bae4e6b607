// Find a node by any of its names · 以任一名稱查找節點
:param text => '台積電';
:param limit => 10;
CALL db.index.fulltext.queryNodes('controlshift_names', $text) YIELD node, score
OPTIONAL MATCH path = (node)-[:HEADQUARTERED_IN|GOVERNS|RELIES_ON|MADE_BY]->()
WITH node, score, collect(path) AS paths
RETURN labels(node)[0] AS label, node.id AS id, node.name AS name, node.name_zh AS name_zh,
       score, node, paths
ORDER BY score DESC, id
LIMIT toInteger($limit);
