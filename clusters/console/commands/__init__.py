"""What a form or a call is called in the AWS CLI."""
