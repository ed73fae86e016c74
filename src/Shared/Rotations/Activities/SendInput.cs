namespace TenantTokens.Rotations.Activities;

/// <summary>One command to one host.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="Wave">The wave it is sent in.</param>
/// <param name="TargetId">The target.</param>
/// <param name="Action">What it asks.</param>
/// <param name="Generation">The direction.</param>
/// <param name="Attempt">Which attempt of this direction.</param>
/// <param name="IsLastTry">True when a failure ends it: then it counts against the failure budget.</param>
public sealed record SendInput(string RotationId, int Wave, string TargetId, TargetAction Action, long Generation, int Attempt, bool IsLastTry = false);
