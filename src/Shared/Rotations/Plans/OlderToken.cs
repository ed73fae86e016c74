using TenantTokens.Fleet.Targets;
using TenantTokens.RunCommand;

namespace TenantTokens.Rotations.Plans;

/// <summary>
/// Handles hosts with a token that is neither the old nor the new one: they were off during a whole rotation, or an abandoned rotation left
/// them. Pure.
/// </summary>
public static class OlderToken
{
    /// <summary>The code for such a host, which is that of the scripts.</summary>
    public const string Code = "unexpected-token";

    /// <summary>What people can do about it.</summary>
    public const string WhatToDo =
        "Either it was off during an earlier rotation, or it belongs to somebody else's. The rotation does not change it unless approvers"
            + " accept it by name (AcceptOlder at the finish gate); then it gets the new token.";

    /// <summary>Records the token that a command found. An acceptance is for one token only: it ends when the host shows another.</summary>
    /// <param name="target">The target, with the command's verdict applied.</param>
    /// <param name="report">The host's report; null when there is none.</param>
    /// <param name="rotation">The rotation, with the fingerprints of both tokens.</param>
    public static TargetRecord Note(TargetRecord target, HostReport? report, RotationRecord rotation)
    {
        if (target.IsOnNewToken || target.State is TargetState.Restored)
        {
            return target with { OtherFingerprint = null };
        }

        if (target.Code != Code || report is not { Fingerprint: { } fingerprint })
        {
            return target;
        }

        bool isOther = fingerprint != rotation.OldToken?.Fingerprint && fingerprint != rotation.NewToken?.Fingerprint;
        return target with
        {
            OtherFingerprint = isOther ? fingerprint : null,
            AcceptedFingerprint = null,
            Message = isOther ? $"{target.Message} Its fingerprint is {fingerprint}. {WhatToDo}" : target.Message,
        };
    }
}
