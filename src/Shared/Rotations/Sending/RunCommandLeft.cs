using System.Globalization;
using TenantTokens.Fleet.Targets;

namespace TenantTokens.Rotations.Sending;

/// <summary>One of our run commands that is still on a machine. The protected parameters of an apply or restore contain a token.</summary>
/// <param name="Machine">The machine's name.</param>
/// <param name="Target">The display name of its target.</param>
/// <param name="Action">What the command does.</param>
/// <param name="SentAt">When it was sent (UTC).</param>
/// <param name="Reason">Why it is still there: Azure's message where there is one.</param>
public sealed record RunCommandLeft(string Machine, string Target, TargetAction Action, DateTimeOffset SentAt, string Reason)
{
    private const int MaxTold = 5;
    private const string NotDoneYet = "Azure has not deleted it yet";
    private const string MayStillRun = "its script may still run";

    /// <summary>True when its protected parameters contain a token.</summary>
    public bool HoldsToken => Action is not TargetAction.Probe;

    /// <summary>Lists the remaining commands of a rotation, ordered by machine.</summary>
    /// <param name="targets">The rotation's targets.</param>
    /// <param name="isEnded">
    /// Whether the rotation has ended. While it is open, a command without a known result counts as in flight.
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

    /// <summary>Describes the first few of them on one line, with machine and reason, and the number of the others.</summary>
    public static string Tell(IReadOnlyCollection<RunCommandLeft> left)
    {
        string first = string.Join("; ", left.Take(MaxTold).Select(static one => one.ToString()));
        return left.Count > MaxTold ? string.Create(CultureInfo.InvariantCulture, $"{first}; and {left.Count - MaxTold} more") : first;
    }

    /// <summary>The machine, action and reason on one line.</summary>
    public override string ToString() => $"{Machine} ({Action.ToString().ToLowerInvariant()} of {Target}: {Reason.TrimEnd('.')})";
}
