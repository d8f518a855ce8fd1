"""The change policies, and how a change is checked against them."""
