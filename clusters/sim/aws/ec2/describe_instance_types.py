"""ec2:DescribeInstanceTypes."""

from __future__ import annotations

from typing import Any

from clusters.sim.aws.ec2 import describe
from clusters.sim.catalog import instance_types
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx

PATHS = {
    "instance-type": "InstanceType",
    "current-generation": "CurrentGeneration",
    "processor-info.supported-architecture": "ProcessorInfo.SupportedArchitectures",
    "vcpu-info.default-vcpus": "VCpuInfo.DefaultVCpus",
    "memory-info.size-in-mib": "MemoryInfo.SizeInMiB",
    "bare-metal": "BareMetal",
    "hypervisor": "Hypervisor",
}


@operation("ec2:DescribeInstanceTypes", reads=True)
def describe_instance_types(_tx: Tx, _caller: Caller, request: Doc) -> Doc:
    wanted = request.get("InstanceTypes") or sorted(instance_types.TYPES)
    unknown = [name for name in wanted if name not in instance_types.TYPES]
    if unknown:
        text = f"The following supplied instance types do not exist: [{', '.join(unknown)}]"
        raise Refusal("InvalidInstanceType", text)
    items = [_shown(instance_types.TYPES[name]) for name in wanted]
    kept = describe.kept(items, request, PATHS)
    return describe.answer("InstanceTypes", kept, request)


def _shown(size: instance_types.InstanceType) -> dict[str, Any]:
    threads = 1 if size.architecture == "arm64" else 2
    gpus = {
        "GpuInfo": {
            "Gpus": [{"Name": "T4", "Manufacturer": "NVIDIA", "Count": size.gpus}]
        }
    }
    return {
        "InstanceType": size.name,
        "CurrentGeneration": True,
        "FreeTierEligible": size.name == "t3.micro",
        "SupportedUsageClasses": ["on-demand", "spot"],
        "SupportedRootDeviceTypes": ["ebs"],
        "SupportedVirtualizationTypes": ["hvm"],
        "BareMetal": False,
        "Hypervisor": "nitro",
        "ProcessorInfo": {"SupportedArchitectures": [size.architecture]},
        "VCpuInfo": {
            "DefaultVCpus": size.vcpus,
            "DefaultCores": max(size.vcpus // threads, 1),
            "DefaultThreadsPerCore": threads,
        },
        "MemoryInfo": {"SizeInMiB": size.memory_mib},
        "InstanceStorageSupported": False,
        "NetworkInfo": {
            "MaximumNetworkInterfaces": size.interfaces,
            "MaximumNetworkCards": 1,
            "DefaultNetworkCardIndex": 0,
            "Ipv4AddressesPerInterface": size.addresses,
            "Ipv6AddressesPerInterface": size.addresses,
            "Ipv6Supported": True,
            "EnaSupport": "required",
        },
        "BurstablePerformanceSupported": size.name.startswith("t"),
        "AutoRecoverySupported": True,
        **(gpus if size.gpus else {}),
    }
