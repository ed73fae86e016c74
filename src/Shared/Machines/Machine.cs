namespace TenantTokens.Machines;

/// <summary>A machine that Azure can run commands on: a virtual machine or an Azure Arc machine.</summary>
/// <param name="ResourceId">The full ARM id, as Resource Graph returned it.</param>
/// <param name="Name">The resource's name.</param>
/// <param name="Kind">Virtual machine or Arc machine.</param>
/// <param name="SubscriptionId">The subscription id. Azure throttles run commands per subscription and <paramref name="Location"/>.</param>
/// <param name="ResourceGroup">The resource group.</param>
/// <param name="Location">The Azure region; a run command must be created in it.</param>
/// <param name="OperatingSystem">Linux or Windows; unknown when Azure does not say.</param>
/// <param name="State">
/// The power state or Arc status as Azure spells it, for example <c>PowerState/deallocated</c> or <c>Disconnected</c>; empty when Azure
/// does not say.
/// </param>
/// <param name="ComputerName">The host name that the guest reports; the resource name when Azure knows none.</param>
/// <param name="VmId">The machine's unique id (Arc: the resource's); null when Azure has none or another machine has the same.</param>
/// <param name="AgentVersion">The Arc agent's version; null for virtual machines.</param>
public sealed record Machine(
    string ResourceId,
    string Name,
    MachineKind Kind,
    string SubscriptionId,
    string ResourceGroup,
    string Location,
    HostOperatingSystem OperatingSystem,
    string State,
    string ComputerName,
    string? VmId = null,
    string? AgentVersion = null)
{
    /// <summary>
    /// What identifies the machine across plans. The unique id survives a move, and a machine re-created under the same name is another
    /// one.
    /// </summary>
    public string Identity => VmId is { Length: > 0 } id ? id : ResourceId;

    /// <summary>The resource's tags as <c>name=value</c>.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The SMBIOS UUID that the guest sees; null when Azure has none. An Azure VM and an Arc agent inside it share it.</summary>
    public string? Uuid { get; init; }

    /// <summary>IP addresses separated by commas; null when Azure has none.</summary>
    public string? Addresses { get; init; }

    /// <summary>Since when the machine has its <see cref="State"/>; null when Azure does not say.</summary>
    public DateTimeOffset? StateSince { get; init; }

    /// <summary>Why run commands fail on it even while it is connected; null when nothing is known to prevent them.</summary>
    public MachineObstacle? Obstacle { get; init; }

    /// <summary>The Arc resource of the same machine; null when there is none. Commands go to the VM.</summary>
    public string? ArcTwin { get; init; }

    /// <summary>
    /// True when a command sent now can run, as far as is known: the VM is running, or the Arc agent is connected. When Azure does not say,
    /// a command is tried, and Azure's answer decides.
    /// </summary>
    public bool IsReachable => !IsStateKnown || IsIn(Kind is MachineKind.VirtualMachine ? "PowerState/running" : "Connected");

    /// <summary>False when Azure does not say whether the machine runs.</summary>
    public bool IsStateKnown => State is not "" && !IsIn("PowerState/unknown");

    private bool IsIn(string state) => string.Equals(State, state, StringComparison.OrdinalIgnoreCase);
}
