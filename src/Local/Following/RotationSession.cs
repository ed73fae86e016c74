using Spectre.Console;
using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Local.Hosting;
using TenantTokens.Notifications;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Reading;
using TenantTokens.Rotations.Words;

namespace TenantTokens.Local.Following;

/// <summary>
/// Drives one rotation (or only follows it, when another process drives it) until it ends or a person is needed, and reports the result.
/// </summary>
internal sealed class RotationSession(LocalHost host, Terminal terminal)
{
    /// <summary>Whether the simulated approver in the configuration may vote.</summary>
    public bool LetSimulatedApproverVote { get; init; }

    /// <summary>The name under which the person at the terminal decides gates; null when they may not.</summary>
    public string? DecidesAs { get; init; }

    /// <summary>For demo: returns the answer of <c>GET /world</c> for the document; otherwise null.</summary>
    public Func<object>? World { get; init; }

    /// <summary>Runs the session to its end and returns the exit code.</summary>
    public async Task<int> RunAsync(RotationRecord rotation, CancellationToken cancellationToken)
    {
        using CancellationTokenSource driving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task driver = Task.CompletedTask;
        bool drives = !rotation.Phase.IsTerminal() && await host.TryDriveAsync(cancellationToken);
        if (drives)
        {
            RotationDriver rotations = new(host, Approver());
            await rotations.EnsureAsync(rotation, cancellationToken);
            driver = rotations.RunAsync(driving.Token);
        }
        else if (!rotation.Phase.IsTerminal())
        {
            terminal.View.Say($"Another process drives {host.DataPath}; following rotation {rotation.RotationId}.");
        }

        try
        {
            return await FollowAsync(rotation.RotationId, drives, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            RotationRecord now = await host.Get<RotationLedger>().GetAsync(rotation.RotationId, CancellationToken.None);
            terminal.Errors.WriteLine(
                $"{Stopped(drives)} Rotation {rotation.RotationId}"
                    + $" {StandsText.From(now)}.{(drives && World is null ? " Run the same command again to go on." : "")}");
            return ExitCodes.NeedsHuman;
        }
        finally
        {
            await driving.CancelAsync();
            await driver;
        }
    }

    /// <summary>Returns the simulated approver if it may vote, and announces it at the terminal; otherwise null.</summary>
    private SimulatedApprover? Approver()
    {
        if (!LetSimulatedApproverVote || host.Options.Approvals.SimulatedApprover is not { } options)
        {
            return null;
        }

        terminal.View.Say($"The simulated approver '{options.Name}' decides the gates.");
        return new(
            options,
            host.Options.Policy.Stragglers.FirstRound * 2,
            host.Get<GateLedger>(),
            host.Get<GateVoting>(),
            host.Get<TargetLedger>(),
            host.Get<TimeProvider>());
    }

    private async Task<int> FollowAsync(string rotationId, bool drives, CancellationToken cancellationToken)
    {
        RotationFollower follower = new(host, drives);
        bool mayDecide = DecidesAs is not null && terminal.IsInteractive;
        while (true)
        {
            (FollowStop stop, RotationSnapshot snapshot) = await terminal.View.RunAsync(
                show => follower.FollowAsync(rotationId, mayDecide, show, cancellationToken));
            switch (stop)
            {
                case FollowStop.NeedsConfirmation when terminal.IsInteractive:
                    await ConfirmAsync(snapshot, cancellationToken);
                    continue;
                case FollowStop.NeedsDecision:
                    await DecideAsync(snapshot, cancellationToken);
                    continue;
                default:
                    await LetPeopleBeToldAsync(snapshot, drives, cancellationToken);
                    return await EndAsync(stop, snapshot, cancellationToken);
            }
        }
    }

    /// <summary>
    /// Waits until people were notified of a park, which happens right after it. The process must not end before that, nor wait longer than
    /// a notification may take.
    /// </summary>
    private async Task LetPeopleBeToldAsync(RotationSnapshot snapshot, bool drives, CancellationToken cancellationToken)
    {
        if (!drives || snapshot.Rotation.ParkReason is not { } hold || !host.Get<NotificationSender>().HasChannels)
        {
            return;
        }

        TimeProvider time = host.Get<TimeProvider>();
        DateTimeOffset limit = hold.Since + NotificationSender.TimeLimit;
        while (time.GetUtcNow() < limit && !await IsToldAsync(snapshot.Rotation.RotationId, hold.Since, cancellationToken))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);
        }
    }

    private async Task<bool> IsToldAsync(string rotationId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        await foreach (AuditEvent entry in host.Get<AuditTrail>().ListAsync(rotationId, cancellationToken))
        {
            if (entry.At >= since && entry.Code is ("notified" or "notification-failed"))
            {
                return true;
            }
        }

        return false;
    }

    private async Task ConfirmAsync(RotationSnapshot snapshot, CancellationToken cancellationToken)
    {
        PlanText.Write(terminal.Output, snapshot);
        bool yes = await terminal.Console.ConfirmAsync("Start this rotation?", defaultValue: false, cancellationToken);
        OperatorCommandKind command = yes ? OperatorCommandKind.Confirm : OperatorCommandKind.Abort;
        await host.Get<OperatorCommandLedger>()
            .GiveAsync(snapshot.Rotation.RotationId, new(command, Environment.UserName), cancellationToken);
    }

    private async Task DecideAsync(RotationSnapshot snapshot, CancellationToken cancellationToken)
    {
        GateRecord gate = snapshot.Gate!;
        terminal.Output.WriteLine();
        GateText.Write(terminal.Output, snapshot, host.Get<TimeProvider>().GetUtcNow());
        SelectionPrompt<GateChoice> prompt = new SelectionPrompt<GateChoice>()
            .Title(TerminalMarkup.From($"Decide gate {gate.GateId} as '{DecidesAs}':"))
            .AddChoices(gate.Choices);
        GateChoice choice = await terminal.Console.PromptAsync(prompt, cancellationToken);
        Vote vote = new(DecidesAs!, choice, null, gate.PlanHash, "cli", host.Get<TimeProvider>().GetUtcNow());
        VoteAnswer answer = await host.Get<GateVoting>().VoteAsync(snapshot.Rotation.RotationId, gate.GateId, vote, cancellationToken);
        terminal.Output.WriteLine($"{answer.Message}");
    }

    private async Task<int> EndAsync(FollowStop stop, RotationSnapshot snapshot, CancellationToken cancellationToken)
    {
        string report = await ReportFile.WriteAsync(host, snapshot.Rotation.RotationId, cancellationToken);
        if (terminal.IsJson)
        {
            terminal.Output.WriteDocument(
                RotationDocument.Of(snapshot, report, host.Get<TimeProvider>().GetUtcNow(), World?.Invoke()).ToJson());
            return ExitCodes.Of(snapshot.Rotation);
        }

        CoverageText.Write(terminal, snapshot);
        terminal.Output.WriteLine($"Report: {report}");
        WhatNow(stop, snapshot);
        return ExitCodes.Of(snapshot.Rotation);
    }

    private string Stopped(bool drives) => (drives, World) switch
    {
        (true, null) => "Stopped. Nothing was undone.",
        (true, _) => "Stopped. The simulated world is gone too; run demo again for a new one.",
        _ => "Stopped following. The process that drives the rotation goes on.",
    };

    private static string Ending(RotationRecord rotation)
    {
        string byOthers = rotation.EndedBySomebodyElse ? ", by somebody else" : "";
        return rotation.Phase switch
        {
            RotationPhase.Completed => $"Completed{byOthers}: the new token of {rotation.EnvironmentId} is in force.",
            RotationPhase.Cancelled => $"Cancelled{byOthers}: the old token of {rotation.EnvironmentId} is in force.",
            _ => $"Closed as it is: hosts of {rotation.EnvironmentId} may be on different tokens. 'tenant-token report' lists them.",
        };
    }

    private void WhatNow(FollowStop stop, RotationSnapshot snapshot)
    {
        RotationRecord rotation = snapshot.Rotation;
        switch (stop)
        {
            case FollowStop.Parked:
                terminal.Errors.WriteLine(
                    $"Parked ({rotation.ParkReason?.Code}): {rotation.ParkReason?.Message} Allowed now:"
                        + $" {string.Join(", ", OperatorCommandRules.Allowed(rotation))}.");
                break;
            case FollowStop.Held:
                terminal.Errors.WriteLine(
                    $"Gate {snapshot.Gate?.GateId} is held: nothing happens. Rotation {rotation.RotationId} {StandsText.From(rotation)}. "
                    + $"To go on, use 'tenant-token approve' or 'tenant-token abort'.");
                break;
            case FollowStop.NeedsConfirmation:
                PlanText.Write(terminal.Output, snapshot);
                terminal.Errors.WriteLine($"Confirm the plan: run 'tenant-token rotate --yes' to start it, or 'tenant-token abort'.");
                break;
            default:
                terminal.Output.WriteLine($"{Ending(rotation)}");
                break;
        }
    }
}
