"""The EndpointSlice controller: which addresses stand behind a Service."""
