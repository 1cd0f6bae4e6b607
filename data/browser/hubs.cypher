// Hubs of the network of inputs, by PageRank · 投入網絡的樞紐（PageRank）
:param limit => 10;
MATCH (t:Technology)
WITH t
ORDER BY t.pagerank DESC, t.id
LIMIT toInteger($limit)
OPTIONAL MATCH path = (t)-[:REQUIRES]-(:Technology)
WITH t, collect(path) AS paths
RETURN t.id AS id, t.name_en AS name, t.name_zh AS name_zh, t.pagerank AS pagerank,
       t.betweenness AS betweenness, t.in_degree AS in_degree, t.out_degree AS out_degree,
       paths
ORDER BY pagerank DESC, id;
