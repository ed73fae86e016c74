using System.Globalization;
using TenantTokens.Fleet.Targets;

namespace TenantTokens.Rotations.Sending;

/// <summary>
/// A run command of ours that still stands on a machine. If it was an apply or a restore, its protected parameters hold a token.
/// </summary>
/// <param name="Machine">The machine's name.</param>
/// <param name="Target">The target it was sent for.</param>
/// <param name="Action">What it asked.</param>
/// <param name="SentAt">When it was sent.</param>
/// <param name="Reason">Why it is still there, in Azure's words where it gave any.</param>
public sealed record RunCommandLeft(string Machine, string Target, TargetAction Action, DateTimeOffset SentAt, string Reason)
{
    private const int MaxTold = 5;
    private const string NotDoneYet = "Azure has not deleted it yet";
    private const string MayStillRun = "its script may still run";

    /// <summary>True when its protected parameters hold a token.</summary>
    public bool HoldsToken => Action is not TargetAction.Probe;

    /// <summary>Those of a rotation, ordered by machine.</summary>
    /// <param name="targets">Its targets.</param>
    /// <param name="isEnded">
    /// Whether the rotation has ended. While it is open, a command that nobody knows the end of is under way, and not left.
    /// </param>
    public static IReadOnlyList<RunCommandLeft> From(IEnumerable<TargetRecord> targets, bool isEnded) =>
    [
        .. targets
            .SelectMany(static target => target.Standing().Select(send => (target, send)))
            .Where(one => isEnded || one.send.Settled)
            .Select(static one => new RunCommandLeft(
                one.target.Machine?.Name ?? one.target.Name,
                one.target.Name,
                one.send.Action,
                one.send.SentAt,
                one.send.DeleteProblem ?? (one.send.Settled ? NotDoneYet : MayStillRun)))
            .OrderBy(static left => left.Machine, StringComparer.Ordinal)
            .ThenBy(static left => left.SentAt),
    ];

    /// <summary>The first few of them in one line, with machine and reason.</summary>
    public static string Tell(IReadOnlyCollection<RunCommandLeft> left)
    {
        string first = string.Join("; ", left.Take(MaxTold).Select(static one => one.ToString()));
        return left.Count > MaxTold ? string.Create(CultureInfo.InvariantCulture, $"{first}; and {left.Count - MaxTold} more") : first;
    }

    /// <summary>Machine, action and reason.</summary>
    public override string ToString() => $"{Machine} ({Action.ToString().ToLowerInvariant()} of {Target}: {Reason.TrimEnd('.')})";
}
