"""The starter community and whom to thank for it."""

CITATION = (
    "F. Maxwell Harper and Joseph A. Konstan. 2015. The MovieLens Datasets: History and\n"
    "Context. ACM Transactions on Interactive Intelligent Systems 5, 4: 19:1-19:19.\n"
    "https://doi.org/10.1145/2827872"
)
