namespace TenantTokens.Simulator;

/// <summary>A run command from its PUT to its deletion. A second PUT with the same body is not another command.</summary>
/// <param name="Machine">The machine's Azure name.</param>
/// <param name="Lane">Subscription and region.</param>
/// <param name="Component">activegate or oneagent.</param>
/// <param name="Action">probe, apply or restore.</param>
/// <param name="PutAt">When its PUT was accepted.</param>
/// <param name="EndedAt">When its script had ended; null when it has not, or never ran.</param>
/// <param name="ExitCode">The script's exit code; null until it has ended.</param>
/// <param name="DeletedAt">When it was deleted; null while it exists.</param>
public sealed record CommandSnapshot(
    string Machine,
    string Lane,
    string? Component,
    string? Action,
    DateTimeOffset PutAt,
    DateTimeOffset? EndedAt,
    int? ExitCode,
    DateTimeOffset? DeletedAt);
