"""The starter community: data files, their licence, and the script that rebuilds them."""
