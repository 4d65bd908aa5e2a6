"""What the controllers of workloads share: owners, Pods, conditions, arithmetic."""
