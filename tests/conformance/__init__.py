"""Does a card resolve to what fairseq2, the specification and the second model say?"""
