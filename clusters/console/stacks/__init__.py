"""CloudFormation stacks: rows, and a template as a form."""
