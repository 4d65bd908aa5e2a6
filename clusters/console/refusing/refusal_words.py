"""What refusals mean whose code stands for many things: by the service's words.

For each code its patterns, a sentence or two, and the page that helps, if one does.
"""

from __future__ import annotations

BY_WORDS: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        r"(InvalidParameter|InvalidRequest|ResourceInUse|BadRequest)Exception",
        (
            (
                r"Cluster already exists",
                "A cluster of this name is in this Region already, and names are unique there. Choose another name, or work with that cluster.",
                "clusters",
            ),
            (
                r"Cluster has nodegroups attached",
                "AWS deletes no cluster that still has node groups. Delete them, wait until they are gone, then delete the cluster.",
                "",
            ),
            (
                r"deletion protection is enabled",
                "The cluster is protected from exactly this. Turn deletion protection off first, then delete.",
                "",
            ),
            (
                r"NodeGroup already exists|Addon already exists|already in use on this cluster",
                "The cluster has one of this name already. Choose another name, or change the one that is there.",
                "",
            ),
            (
                r"currently (has|is|updating)|has an? update|update \S+ in progress|not in (ACTIVE|Active)|is currently not",
                "EKS makes one change of a cluster or node group at a time, and one is on its way. Wait until its status is Active, then ask again.",
                "",
            ),
            (
                r"cluster name can contain|node group name can",
                "The name breaks the service's rule for names. Use letters, digits, hyphens and underscores, and begin with a letter or digit.",
                "",
            ),
            (
                r"could not be assumed|required service principals|Invalid Role Arn|role with name .* cannot be found",
                "The service must assume this role, and cannot: there is no such role, or its trust policy does not name the service. Choose another role or mend its trust policy.",
                "roles",
            ),
            (
                r"Amazon EKS Managed Policies",
                "The role may be assumed but is allowed too little. Attach the policy that the message names, then ask again.",
                "roles",
            ),
            (
                r"at least two different AZs",
                "EKS spreads its network interfaces over at least two Availability Zones, so that one may fail. Add a subnet in another zone.",
                "",
            ),
            (
                r"same VPC",
                "A cluster lives in one VPC, with its subnets and security groups. Choose all of them from the same one.",
                "",
            ),
            (
                r"Subnet Id is required",
                "No subnet was chosen. Choose subnets in at least two Availability Zones.",
                "",
            ),
            (
                r"Error Code: Invalid\w+\.NotFound",
                "EKS asked EC2 about something that is not there: it was deleted, or its id is misspelt. Choose one that exists.",
                "",
            ),
            (
                r"unsupported Kubernetes version|not valid for kubernetes version|Nodegroup release version|only supported for kubernetes",
                "EKS does not offer this version here. Choose one from the list.",
                "",
            ),
            (
                r"capacity|maxSize|Max bound|Min bound",
                "The sizes contradict each other or a limit: minimum, then desired, then maximum must rise. Change them so that they do.",
                "",
            ),
            (
                r"instance type",
                "The instance type does not exist here or does not fit the AMI's architecture. Choose another type or another AMI type.",
                "",
            ),
            (
                r"[Ll]aunch template",
                "The same thing is said by the launch template and by the request, or the template says what it must not. Say it in one place only.",
                "",
            ),
            (
                r"publicAccessCidrs|public access CIDRs",
                "Public access sources must be blocks of internet addresses, such as 203.0.113.0/24, and not private ones. Correct the list.",
                "",
            ),
            (
                r"serviceIpv4Cidr",
                "Services need a range of private addresses that does not overlap with the VPC. Choose another block, or leave the field empty.",
                "",
            ),
            (
                r"bootstrapClusterCreatorAdminPermissions",
                "With aws-auth alone, the creator is always an administrator. Allow that, or choose a mode with access entries.",
                "",
            ),
            (
                r"principalArn|username|kubernetes group",
                "The access entry names a principal, user or group that EKS does not take. Correct the field that the message names.",
                "",
            ),
            (
                r"[Tt]ag keys|Number of tags|Tag key",
                "AWS keeps the prefix aws: for itself and allows 50 tags. Rename or remove the tag that the message names.",
                "",
            ),
        ),
    ),
    (
        r"ValidationError",
        (
            (
                r"No updates are to be performed",
                "The template and parameters are what the stack has already, so there is nothing to change. Change one of them first.",
                "stacks",
            ),
            (
                r"Stack .*does not exist|Stack with id",
                "There is no stack of this name here. Look at the list, or create it.",
                "stacks",
            ),
            (
                r"[Tt]emplate|[Pp]arameter.*(must have|do not exist|constraint)|Circular dependency",
                "CloudFormation read the template and its parameters, and one of them is wrong where the message says. Correct it, then send it again.",
                "stacks",
            ),
        ),
    ),
    (
        r"LimitExceeded",
        (
            (
                r"holds no more than",
                "The sandbox is full. This is a limit of Halfplane, not of AWS: delete what you no longer need.",
                "",
            ),
        ),
    ),
    (
        r"Forbidden",
        (
            (
                r"exceeded quota",
                "A ResourceQuota of the namespace has no room for this. Delete something, ask for less, or raise the quota.",
                "",
            ),
            (
                r"User .* cannot \w+ resource",
                "The API server knows who you are, but no rule lets you do this. Ask an administrator for a role binding or an access policy.",
                "",
            ),
        ),
    ),
    (
        r"",
        (
            (
                r"etcdserver: .*space exceeded",
                "etcd, which AWS runs, is full and takes no more writes. Delete objects: AWS then makes room.",
                "",
            ),
            (
                r"etcdserver: request is too large",
                "The object is larger than etcd takes in one request (1.5 MiB). Make it smaller or split it.",
                "",
            ),
            (
                r"etcdserver:",
                "etcd, which AWS runs, cannot confirm writes at the moment: most of its members must agree. AWS repairs it; try again in a moment.",
                "",
            ),
        ),
    ),
)
