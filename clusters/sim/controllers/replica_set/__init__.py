"""The ReplicaSet controller: as many Pods of a template as were asked for."""
