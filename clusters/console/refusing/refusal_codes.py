"""What each refusal means, and what to do next: by its code, else by its HTTP status.

For each pattern of codes a sentence or two, and the page that helps, if one does.
"""

from __future__ import annotations

AGAIN = "Try again in a moment."
KEY = "The request's signature or key is not one that this sandbox gave out. Copy the keys of this sandbox again."
BY_CODE: tuple[tuple[str, str, str], ...] = (
    (
        "UnsupportedAvailabilityZoneException",
        "EKS has no room for a control plane in one of these zones. Choose subnets in the zones that the message lists.",
        "",
    ),
    (
        r"NotImplemented(Exception)?",
        "AWS offers this, Halfplane does not simulate it yet. Leave it out, or choose what is simulated.",
        "",
    ),
    (
        r"(ResourceLimitExceededException|LimitExceeded|.*LimitExceeded)",
        "The account's quota for this is used up. Delete what you no longer need; on AWS you could also ask for a higher quota.",
        "",
    ),
    (
        r"AccessDenied(Exception)?|UnauthorizedOperation",
        "IAM knows who asks, but no policy of that principal allows this action on this resource. Add the permission, or act as somebody who has it.",
        "roles",
    ),
    (
        "Forbidden",
        "The API server knows who asks and refuses this one act: no rule allows it, or an admission check or protection forbids it. The message says which.",
        "",
    ),
    (
        "Unauthorized",
        "The API server could not tell who asks: the token is missing, too old, or of a principal without access entry. Get a new token.",
        "connect",
    ),
    (
        r"DependencyViolation|DeleteConflict|CannotDelete|ResourceInUse(Exception)?|InvalidIPAddress\.InUse|Resource\.AlreadyAssociated",
        "Something else still uses it, and AWS does not take it away from under that. Remove or detach what the message names first.",
        "",
    ),
    (
        r"AlreadyExists(Exception)?|EntityAlreadyExists|InvalidGroup\.Duplicate|InvalidPermission\.Duplicate|RouteAlreadyExists|.*AlreadyExistsException",
        "There is one like this already. Choose another name, or change the one that is there.",
        "",
    ),
    (
        r"Conflict|Superseded|ChangedMeanwhile",
        "Somebody changed it after you read it, and nothing is overwritten unseen. Look at its newest state, then make your change again.",
        "",
    ),
    (
        r"StackNotFound|ChangeSetNotFound",
        "There is no such change set. It was executed or deleted; make a new one.",
        "stacks",
    ),
    (
        r"NoSuchEntity(Exception)?",
        "IAM has nothing of this name in this account. Check the spelling, upper and lower case too, or create it.",
        "roles",
    ),
    (
        r"(ResourceNotFoundException|NotFoundException|NotFound|[A-Z]\w+NotFound|.*\.NotFound|.*NotFoundException|.*VersionNotFound)",
        "There is nothing of this name or id here. It may have been deleted meanwhile, be misspelt, or belong to another cluster, namespace or Region.",
        "",
    ),
    (
        r"InsufficientFreeAddressesInSubnet",
        "The subnet has no address left to give. Use another subnet, or free addresses in this one.",
        "",
    ),
    (
        r"IncorrectInstanceState|InvalidChangeSetStatus|Gateway\.NotAttached",
        "It is not in a state in which this can be done. Look at its state first.",
        "",
    ),
    (
        r"InsufficientCapabilitiesException",
        "The template makes IAM roles or policies, and CloudFormation wants you to say that you know. Acknowledge the capability that the message names.",
        "",
    ),
    (
        r"MalformedPolicyDocument(Exception)?",
        "The policy is not valid JSON, or breaks the policy grammar. Compare it with an example, then correct the part that the message names.",
        "roles",
    ),
    (
        "UnmodifiableEntity",
        "AWS made this role for a service of its own and only AWS changes it. Use a role of yours instead.",
        "roles",
    ),
    (
        "Invalid",
        "The object is well formed but breaks a rule of its kind. The message names each field and what it may be: correct those, then apply again.",
        "",
    ),
    (
        r"BadRequest(Exception)?",
        "The request could not be read as what it should be. Correct what the message names, then send it again.",
        "",
    ),
    (
        "error",
        "kubectl would stop here, before it asks the server: the text is not the object that was expected. Correct what the message names.",
        "",
    ),
    (
        "MethodNotAllowed",
        "This kind exists, but not for this verb. Use another verb, or another kind.",
        "",
    ),
    (
        "Expired",
        "The server no longer keeps changes as old as that. List again, then go on from there.",
        "",
    ),
    (
        r"TooManyRequests|Throttling(Exception)?|RequestLimitExceeded",
        f"More was asked at once than is let through, or a disruption budget has no room now. {AGAIN}",
        "",
    ),
    (
        r"ServiceUnavailable(Exception)?|Unavailable|Timeout|InternalError|",
        f"The service itself could not answer; your request was not at fault. {AGAIN}",
        "",
    ),
    (
        r"RequestEntityTooLarge(Exception)?",
        "The request is larger than the service takes. Send less at a time.",
        "",
    ),
    (
        r"UnsupportedMediaType|NotAcceptable",
        "The server does not speak this format for this request. Send YAML or JSON, as kubectl does.",
        "",
    ),
    (
        "DryRunOperation",
        "Nothing is wrong: you asked what would happen, and it would have worked. Ask again without the dry run.",
        "",
    ),
    (r"AuthFailure|RequestExpired|InvalidClientTokenId", KEY, "connect"),
    (
        r"(Missing|Incomplete|Invalid)(AuthenticationToken|Signature)\w*|SignatureDoesNotMatch|UnrecognizedClientException|ExpiredToken(Exception)?",
        KEY,
        "connect",
    ),
    (
        r"MalformedQueryString|MalformedInput|SerializationException",
        "The request's body could not be read. If a tool sent it, update the tool; if you wrote it, check its form.",
        "",
    ),
    (
        r"InvalidAction|UnknownOperationException",
        "The service has no operation of this name. Check the spelling.",
        "",
    ),
    (
        r"InvalidNextToken|InvalidPaginationToken",
        "The list has moved on since this page of it was made. Begin the list again.",
        "",
    ),
    (
        r"Missing(Parameter|Input)|VPCIdNotSpecified",
        "Something that the service needs was left out. Fill in what the message names.",
        "",
    ),
    (
        r"InvalidSubnet\.(Range|Conflict)|InvalidVpc\.Range",
        "The CIDR block does not fit: it must be a valid range inside the VPC's, and overlap with no other subnet. Choose another block.",
        "",
    ),
    (
        r"InvalidParameter(Value|Combination|Exception)?|InvalidRequestException|InvalidInput|ValidationE\w+|Invalid(ID|InstanceType|\w+\.Malformed\w*|Group\.Reserved)",
        "A value in the request is not one that the service takes. Correct what the message names, then send it again.",
        "",
    ),
    (
        "StepRunning",
        "This step is on its way already, so a second start would do everything twice. Watch it, or cancel it first.",
        "getting-started",
    ),
    (
        r"StepNotRunning|NoSuchStep",
        "There is nothing to cancel: the step has ended, or never began. Look at how it stands now.",
        "getting-started",
    ),
    (
        r"AlreadyLost|NoSuchFault|NotCrossAccount",
        "This part cannot fail in this way now. Choose another part, or wait until AWS has repaired it.",
        "",
    ),
    (
        r"NothingDue|InvalidClockMode",
        "The clock cannot do that now. Choose another rate in the clock's menu.",
        "",
    ),
)
BY_STATUS = {
    401: "The service could not tell who asks.",
    403: "The service knows who asks and does not allow it.",
    404: "There is nothing of this name here.",
    409: "It does not fit what is there now. Look at the newest state first.",
    429: f"Too much was asked at once. {AGAIN}",
}
"""For codes of nobody's list: what HTTP itself says."""
OTHERWISE = "The service did not do it, and nothing was changed. Correct what the message names, then send it again."
BROKEN = f"The service itself could not answer; your request was not at fault. {AGAIN}"
