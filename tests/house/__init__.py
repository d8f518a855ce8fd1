"""The rules of the house: layers, cost of imports, what stands in the documentation."""
