namespace TenantTokens.Simulator.Machines.Models;

/// <summary>The last command for an environment and component, and how far it got, as in the host script's marker file.</summary>
/// <param name="Generation">The highest generation that was accepted.</param>
/// <param name="Rotation">The rotation's id.</param>
/// <param name="Action">apply or restore.</param>
internal sealed record HostMarker(long Generation, string Rotation, string Action)
{
    public const string Done = "done";

    /// <summary>The state from before the first change until the services run with the result.</summary>
    public const string Pending = "pending";

    /// <summary>The state when the change is made and only the start is missing.</summary>
    public const string Changed = "changed";

    public string State { get; init; } = Done;

    /// <summary>The fingerprint of the token that was written; empty before.</summary>
    public string Fingerprint { get; init; } = "";

    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>The services that must run at the end, by unit name.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    public bool IsUnfinished => State is not Done;
}
