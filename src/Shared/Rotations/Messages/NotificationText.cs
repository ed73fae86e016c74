using System.Globalization;
using TenantTokens.Approvals;
using TenantTokens.Notifications;
using TenantTokens.Rotations.Exceptions;
using TenantTokens.Rotations.Reading;
using TenantTokens.Rotations.Watching;
using TenantTokens.Rotations.Words;
using TenantTokens.Surfaces;

namespace TenantTokens.Rotations.Messages;

/// <summary>Writes the notifications. A pure function of what the ledger says.</summary>
public static class NotificationText
{
    private const int MaxCommands = 20;

    /// <summary>
    /// Writes a notification; null when its moment is over because the park has ended meanwhile, or when it is about a gate (<see
    /// cref="GateNotificationText"/>).
    /// </summary>
    public static Notification? For(NotificationKind kind, RotationSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return (kind, snapshot) switch
        {
            (NotificationKind.Started, _) => Started(snapshot),
            (NotificationKind.ActiveGatesDone, _) => ActiveGatesDone(snapshot),
            (NotificationKind.Held, { Rotation.ParkReason: { } hold }) => Held(snapshot, hold),
            (NotificationKind.DarkAfterFinish, { Watch.AfterFinish: { } seen }) => Dark(snapshot, seen),
            (NotificationKind.Finished, _) => Finished(snapshot),
            (NotificationKind.Cancelled, _) => Cancelled(snapshot),
            (NotificationKind.Abandoned, _) => Abandoned(snapshot),
            (NotificationKind.RunCommandsLeft, { CommandsLeft.Count: > 0 }) => CommandsLeft(snapshot),
            _ => null,
        };
    }

    private static Notification Started(RotationSnapshot snapshot) => About(
        NotificationKind.Started,
        snapshot,
        $"Token rotation of {snapshot.Rotation.EnvironmentId} started: hold OneAgent deployments",
        "Hold OneAgent deployments until the ActiveGates are done. Installers get the new token from now on, and an ActiveGate that has"
            + " only the old one rejects it. "
        + $"{Tokens(snapshot)} Running agents are not affected. Another message will say when deployments may go on.");

    private static Notification ActiveGatesDone(RotationSnapshot snapshot) => About(
        NotificationKind.ActiveGatesDone,
        snapshot,
        $"ActiveGates of {snapshot.Rotation.EnvironmentId} done: OneAgent deployments may go on",
        $"Every ActiveGate takes the new token, so OneAgent deployments may go on. The installed OneAgents get it now. {Tokens(snapshot)}");

    private static Notification Held(RotationSnapshot snapshot, ParkReason hold) => About(
        NotificationKind.Held,
        snapshot,
        $"Token rotation of {snapshot.Rotation.EnvironmentId} is parked and waits for an operator",
        [hold.Message, Tokens(snapshot)],
        [new("Why", hold.Code), new("During", snapshot.Rotation.ParkedFrom?.ToString() ?? ""), new("Since", Time(hold.Since))],
        rest: null);

    private static Notification Dark(RotationSnapshot snapshot, FinishWatch seen) => About(
        NotificationKind.DarkAfterFinish,
        snapshot,
        $"ALARM: hosts of {snapshot.Rotation.EnvironmentId} are offline since the old token died",
        $"{seen.Dark.ToString(CultureInfo.InvariantCulture)} agents were online before finish and are offline"
            + $" now{(seen.RejectedRose ? ", and more messages are rejected than before" : "")}. Hosts that can be reached get the new"
            + " token at once. Check:"
            + $" {(seen.FirstNames.Count == 0 ? "the rejected messages of the ActiveGates" : string.Join(", ", seen.FirstNames))}.",
        [new("Rejected per minute", seen.RejectedPerMinute?.ToString("0.##", CultureInfo.InvariantCulture) ?? "not known")]);

    private static Notification Finished(RotationSnapshot snapshot)
    {
        IReadOnlyList<ExceptionItem> rest = AcceptedExceptions.ForFinish(snapshot.Targets);
        return About(
            NotificationKind.Finished,
            snapshot,
            $"Token rotation of {snapshot.Rotation.EnvironmentId} finished",
            $"{(snapshot.Rotation.EndedBySomebodyElse ? "Somebody else finished it. " : "")}The new token is in force, the old one is dead."
                + (rest.Count == 0 ? "" : " Accepted exceptions, which are not on the new token:"),
            rest: rest);
    }

    private static Notification Cancelled(RotationSnapshot snapshot)
    {
        IReadOnlyList<ExceptionItem> rest = AcceptedExceptions.ForCancel(snapshot.Targets);
        string text = snapshot.Rotation.StartTookEffect
            ? $"{(snapshot.Rotation.EndedBySomebodyElse ? "Somebody else cancelled it. " : "")}The old token is in force, the new one is"
                + " dead. OneAgent deployments may go on."
            : "The rotation ended before it touched any host.";
        return About(
            NotificationKind.Cancelled,
            snapshot,
            $"Token rotation of {snapshot.Rotation.EnvironmentId} cancelled",
            text + (rest.Count == 0 ? "" : " Accepted exceptions, which were touched and are not proved to be back on the old token:"),
            rest: rest);
    }

    private static Notification Abandoned(RotationSnapshot snapshot) => About(
        NotificationKind.Abandoned,
        snapshot,
        $"Token rotation of {snapshot.Rotation.EnvironmentId} closed as it is",
        "Nothing more is sent, and no token was disabled in the vault. Hosts may be on different tokens, and those whose token is not"
            + " valid lose data. The schedule starts nothing until a person starts a rotation. Touched hosts:",
        rest: AcceptedExceptions.ForClose(snapshot.Targets));

    private static Notification CommandsLeft(RotationSnapshot snapshot)
    {
        int holding = snapshot.CommandsLeft.Count(static left => left.HoldsToken);
        string count = snapshot.CommandsLeft.Count.ToString(CultureInfo.InvariantCulture);
        string tokens = holding == 0
            ? "They hold no token."
            : string.Create(CultureInfo.InvariantCulture, $"The protected parameters of {holding} of them hold a token.");
        string next = snapshot.Rotation.CommandsSweptAt is null
            ? "The rotation tries again to delete them."
            : "The rotation no longer tries to delete them: delete them by hand.";
        return About(
            NotificationKind.RunCommandsLeft,
            snapshot,
            $"{count} run commands of {snapshot.Rotation.EnvironmentId} could not be deleted",
            $"Azure has not deleted {count} run commands of this rotation. {tokens} Azure allows 25 run commands on a virtual machine."
                + $" {next}") with
        {
            Items = [.. snapshot.CommandsLeft.Take(MaxCommands).Select(static left => left.ToString())],
        };
    }

    internal static Notification About(
        NotificationKind kind,
        RotationSnapshot snapshot,
        string title,
        string text,
        IReadOnlyList<NotificationFact>? facts = null,
        IReadOnlyList<ExceptionItem>? rest = null)
        => About(kind, snapshot, title, [text], facts, rest);

    internal static Notification About(
        NotificationKind kind,
        RotationSnapshot snapshot,
        string title,
        string[] paragraphs,
        IReadOnlyList<NotificationFact>? facts,
        IReadOnlyList<ExceptionItem>? rest) => new()
        {
            Kind = kind,
            RotationId = snapshot.Rotation.RotationId,
            EnvironmentId = snapshot.Rotation.EnvironmentId,
            Title = title,
            Text = string.Join('\n', paragraphs.Select(VisibleText.OneLine)), // a host's text must not look like a paragraph of ours
            Facts = [.. facts ?? [], .. Common(snapshot)],
            Items = [.. (rest ?? []).Select(static item => $"{item.Name}: {item.State}: {item.Reason}")],
        };

    private static IEnumerable<NotificationFact> Common(RotationSnapshot snapshot)
    {
        RotationRecord rotation = snapshot.Rotation;
        yield return new("Environment", rotation.EnvironmentId);
        yield return new("Rotation", rotation.RotationId);
        yield return new(
            "Targets",
            string.Join(
                ", ",
                snapshot.Coverage.Lines()
                    .Where(static line => line.Count > 0)
                    .Select(static line => $"{line.State} {line.Count.ToString(CultureInfo.InvariantCulture)}")));
        yield return new("Requested by", rotation.RequestedBy);
        if (rotation.Reason is { Length: > 0 } reason)
        {
            yield return new(rotation.Emergency ? "Emergency" : "Reason", reason);
        }
    }

    internal static string Tokens(RotationSnapshot snapshot) => TokenWords.Sentence(TokenWords.From(snapshot.Rotation));

    internal static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
