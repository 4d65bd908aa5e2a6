"""The Deployment controller: ReplicaSets per revision, rolled one step at a time."""
