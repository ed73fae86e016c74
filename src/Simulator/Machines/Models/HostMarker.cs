namespace TenantTokens.Simulator.Machines.Models;

/// <summary>
/// What the last command for an environment and component was, and how far it got; as the host script's marker file has it.
/// </summary>
/// <param name="Generation">The highest generation that was accepted.</param>
/// <param name="Rotation">Its rotation.</param>
/// <param name="Action">apply or restore.</param>
internal sealed record HostMarker(long Generation, string Rotation, string Action)
{
    public const string Done = "done";

    /// <summary>From before the first change until the services run on the result.</summary>
    public const string Pending = "pending";

    /// <summary>The change is in place, only the start is missing.</summary>
    public const string Changed = "changed";

    public string State { get; init; } = Done;

    /// <summary>The fingerprint of what was put in place, and when.</summary>
    public string Fingerprint { get; init; } = "";

    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>What must run at the end, by unit name.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    public bool IsUnfinished => State is not Done;
}
