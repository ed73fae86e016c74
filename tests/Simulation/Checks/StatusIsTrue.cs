using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Reading;
using TenantTokens.Rotations.Words;

namespace TenantTokens.Simulation.Checks;

/// <summary>
/// What status says is so: where the rotation stands, the counts, the open gate, which tokens are valid, and who has not been online since
/// finish; and a move that it names is taken, any other refused.
/// </summary>
internal sealed class StatusIsTrue : ICheck
{
    // The words of StandsText; a test holds that it still uses them.
    internal const string BothValid = "both tokens stay valid";
    internal const string NewInForce = "new token is in force";
    internal const string NewPutInForce = "put the new token in force";
    internal const string OldInForce = "old token is in force";
    internal const string NothingChanged = "nothing was changed";

    /// <summary>By then Dynatrace shows an agent as online, and the product has read it.</summary>
    private static readonly TimeSpan _shownWithin = TimeSpan.FromMinutes(20);

    public string Name => "status-not-true";

    public IEnumerable<string> Look(Sight sight, Happening happening) => happening switch
    {
        Happening.StatusRead read => Compare(sight, read.Status),
        Happening.CommandGiven { IsNamed: true, IsAboutATarget: false, IsAccepted: false } given
            => [$"Status names {given.Kind} as a move, and it was refused."],
        Happening.CommandGiven { IsNamed: false, IsAccepted: true } given
            => [$"Status does not name {given.Kind} as a move, and it was taken."],
        _ => [],
    };

    private static IEnumerable<string> Compare(Sight sight, RotationSnapshot status)
        => sight.Rotation is { } rotation
            ? [.. CompareRows(sight, rotation, status), .. CompareTokens(sight, status.Rotation), .. CompareDark(sight, status)]
            : [];

    private static IEnumerable<string> CompareRows(Sight sight, RotationRecord rotation, RotationSnapshot status)
    {
        if (status.Rotation.Phase != rotation.Phase || status.Rotation.ParkReason?.Code != rotation.ParkReason?.Code)
        {
            yield return $"Status says {status.Rotation.Phase} ({status.Rotation.ParkReason?.Code}), and the rotation is {rotation.Phase}"
                + $" ({rotation.ParkReason?.Code}).";
        }

        foreach ((string state, int count) in status.Coverage.Lines())
        {
            int real = state is nameof(Coverage.Total)
                ? sight.Targets.Count
                : sight.Targets.Values.Count(target => target.State.ToString() == state);
            if (count != real)
            {
                yield return $"Status counts {count} {state}, and there are {real}.";
            }
        }

        string? open = sight.Gates.Values.LastOrDefault(static gate => gate.Outcome is null)?.GateId;
        if (status.Gate?.GateId != open)
        {
            yield return $"Status says that gate {status.Gate?.GateId ?? "none"} is open, and {open ?? "none"} is.";
        }
    }

    /// <summary>
    /// Which tokens are valid, in the words of the product. What others do at Dynatrace shows only at the next reading, or never; what is
    /// dead stays dead.
    /// </summary>
    private static IEnumerable<string> CompareTokens(Sight sight, RotationRecord told)
    {
        (string? old, string? fresh) = (sight.TokenOf(told.OldToken), sight.TokenOf(told.NewToken));
        if (told.OldTokenIsDead && sight.Tokens.Accepts(old))
        {
            yield return "Status says that the old token is dead, and it is valid.";
        }

        if (!sight.Tokens.IsAlone(sight.Copy))
        {
            yield break;
        }

        string says = StandsText.From(told);
        bool? isTrue = says switch
        {
            _ when says.Contains(BothValid, StringComparison.Ordinal) => sight.Tokens.Accepts(old) && sight.Tokens.Accepts(fresh),
            _ when says.Contains(NewInForce, StringComparison.Ordinal) || says.Contains(NewPutInForce, StringComparison.Ordinal)
                => sight.Tokens.Active == fresh && !sight.Tokens.Accepts(old),
            _ when says.Contains(OldInForce, StringComparison.Ordinal) && told.StartTookEffect
                => sight.Tokens.Active == old && !sight.Tokens.Accepts(fresh),
            _ when says.Contains(NothingChanged, StringComparison.Ordinal) => sight.Tokens.OpenBy is null,
            _ => null,
        };
        if (isTrue is false)
        {
            yield return $"Status says that the rotation {says}, and that is not so.";
        }
    }

    /// <summary>Who was online before finish and is not since, as the watch saw it last.</summary>
    private static IEnumerable<string> CompareDark(Sight sight, RotationSnapshot status)
    {
        if (status.Watch.AfterFinish is not { FirstNames.Count: > 0 } seen)
        {
            yield break;
        }

        // A clone and its original are one name in the status: which of them is meant cannot be told.
        foreach (HostView host in sight.Hosts()
            .Where(host => seen.FirstNames.Contains(host.Name)
                && host.OnlineSince < seen.At - _shownWithin
                && sight.Targets.Values.Count(target => target.Name == host.Name) < 2))
        {
            yield return $"Status says that {host.Name} was not online at {seen.At:HH:mm}, and it has been since {host.OnlineSince:HH:mm}.";
        }
    }
}
