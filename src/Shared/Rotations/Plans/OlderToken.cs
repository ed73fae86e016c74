using TenantTokens.Fleet.Targets;
using TenantTokens.RunCommand;

namespace TenantTokens.Rotations.Plans;

/// <summary>
/// Hosts that carry neither the old nor the new token: they were off through a whole rotation, or an abandoned one left them. Pure.
/// </summary>
public static class OlderToken
{
    /// <summary>The code of such a host, the scripts' own.</summary>
    public const string Code = "unexpected-token";

    /// <summary>What people can do.</summary>
    public const string WhatToDo =
        "Either it was off during an earlier rotation, or it belongs to somebody else's. The rotation does not change it unless approvers"
            + " accept it by name (AcceptOlder at the finish gate); then it gets the new token.";

    /// <summary>
    /// The target after a command found such a token. What was accepted was about one token: it is used up when the host shows another.
    /// </summary>
    /// <param name="target">The target with the command's verdict.</param>
    /// <param name="report">What the host said; null when it said nothing.</param>
    /// <param name="rotation">Holds the fingerprints of both tokens.</param>
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
