"""The cloud controller's part of a LoadBalancer Service: a load balancer in your VPC."""
