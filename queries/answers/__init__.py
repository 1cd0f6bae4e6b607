"""Answers: one module a verb, each turning a question about a graph into a result."""
