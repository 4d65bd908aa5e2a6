"""The kubelet: takes a Pod bound to its node from an empty plate to Running, and back."""
