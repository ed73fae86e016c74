using TenantTokens.Fleet;

namespace TenantTokens.Rotations.Activities;

/// <summary>What a restore does next. Kept in histories: changes by addition only.</summary>
/// <param name="Step">What.</param>
/// <param name="Wave">Which wave runs.</param>
/// <param name="Component">Whose wave it is.</param>
/// <param name="IsAskedFirst">Whether the approvers are asked before it runs: OneAgents may still be on the new token, and these are ActiveGates.</param>
/// <param name="MustBeSeen">Whether its host must be seen online before others follow.</param>
/// <param name="Code">Why a person is asked, for machines.</param>
/// <param name="Message">Why, and what to do.</param>
public sealed record NextRestoreOutcome(
    RestoreStep Step,
    int? Wave = null,
    Component Component = default,
    bool IsAskedFirst = false,
    bool MustBeSeen = false,
    string? Code = null,
    string? Message = null);
