"""A disk of an instance, as instances and launch templates have it in common."""

from __future__ import annotations

from clusters.sim.aws.cloudformation.property_schema import BOOLEAN, INTEGER, TEXT

BLOCK_DEVICE = {
    "DeviceName": TEXT,
    "Ebs": {
        "DeleteOnTermination": BOOLEAN,
        "Encrypted": BOOLEAN,
        "Iops": INTEGER,
        "KmsKeyId": TEXT,
        "SnapshotId": TEXT,
        "Throughput": INTEGER,
        "VolumeSize": INTEGER,
        "VolumeType": TEXT,
    },
}
