using System.CommandLine;
using TenantTokens.Local.Following;
using TenantTokens.Local.Hosting;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;

namespace TenantTokens.Local.Commands;

/// <summary>Tells the open rotation something. When no other process drives it, this one goes on with it, unless it was told to pause.</summary>
internal static class OperatorCommand
{
    /// <summary>abort.</summary>
    public static Command Abort() => Create("abort", OperatorCommandKind.Abort, "Stop the rotation, put the old token back on every touched host, then cancel it at Dynatrace.", "--reason \"change window closed\"");

    /// <summary>adopt.</summary>
    public static Command Adopt() => Create("adopt", OperatorCommandKind.Adopt, "Take over a rotation that somebody else has started in this environment; the approvers are asked first.", "--reason \"started by hand\"");

    /// <summary>forward.</summary>
    public static Command Forward() => Create("forward", OperatorCommandKind.Forward, "Instead of turning back, put the new token on every host that lacks it, ActiveGates first; one host of each kind goes ahead.", "--reason \"finished by hand\"");

    /// <summary>resume.</summary>
    public static Command Resume() => Create("resume", OperatorCommandKind.Resume, "Go on with a paused or parked rotation where it stopped, a parked one trying again what failed; or with one whose process is gone.", "");

    /// <summary>pause.</summary>
    public static Command Pause() => Create("pause", OperatorCommandKind.Pause, "Send nothing new; what is in flight finishes.", "--reason \"incident 4711\"");

    /// <summary>retry.</summary>
    public static Command Retry() => Create("retry", OperatorCommandKind.Retry, "Try again what failed, could not be reached or was left out: all of it, or one target.", "--target oneagent/web-03");

    /// <summary>skip.</summary>
    public static Command Skip() => Create("skip", OperatorCommandKind.Skip, "Leave a OneAgent out, by name and with a reason. The finish gate names it.", "--target oneagent/web-03 --reason \"is being replaced\"");

    /// <summary>escalate.</summary>
    public static Command Escalate() => Create("escalate", OperatorCommandKind.Escalate, "Go on as an emergency: wider waves, short waits, windows bypassed; open gates are issued again.", "--reason \"the old token leaked\"");

    /// <summary>take-over.</summary>
    public static Command TakeOver() => Create(
        "take-over",
        OperatorCommandKind.TakeOver,
        "Take the environment over from another copy of tenant-token that is gone for good, by the name that 'tenant-token status' shows. "
            + "One that lives parks at its next look at the claim; what it has sent by then stays sent.",
        "--holder \"laptop-7:/home/anna/.tenant-token\" --reason \"the laptop is lost\"");

    /// <summary>close.</summary>
    public static Command Close() => Create("close", OperatorCommandKind.Close, "End a rotation as it is when nothing else can end it; the approvers are asked first. Nothing more is sent, and hosts stay on the token they have.", "--reason \"the environment is being moved\"");

    private static Command Create(string name, OperatorCommandKind kind, string description, string example)
    {
        Option<string?> reason = new("--reason") { Description = "Why; goes into the audit trail." };
        Option<string?> target = new("--target", "-t") { Description = "The target's name or id, as 'tenant-token hosts' lists it." };
        Command command = new(name, $"""
            {description}

            Example:
              tenant-token {name} {example}
            """) { reason };
        Option<string?> holder = new("--holder") { Description = "The name of the copy that holds the claim." };
        if (kind is OperatorCommandKind.TakeOver)
        {
            command.Options.Add(holder);
        }

        bool isAboutTargets = kind is OperatorCommandKind.Retry or OperatorCommandKind.Skip;
        if (isAboutTargets)
        {
            command.Options.Add(target);
        }

        CommonOptions common = new CommonOptions().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using LocalHost host = common.OpenExisting(parsed);
            RotationRecord rotation = await LatestRotation.OfAsync(host, common.EnvironmentOf(parsed, host), cancellationToken);
            Option<string?>? about = isAboutTargets ? target : kind is OperatorCommandKind.TakeOver ? holder : null;
            string? what = about is null ? null : parsed.GetValue(about);
            OperatorCommandRequest request = new(kind, Environment.UserName, parsed.GetValue(reason), what);
            return await RunAsync(host, rotation, request, common.OpenTerminal(parsed), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(LocalHost host, RotationRecord rotation, OperatorCommandRequest request, Terminal terminal, CancellationToken cancellationToken)
    {
        bool onlyGoesOn = request.Kind is OperatorCommandKind.Resume && rotation is { Paused: false, Phase: not RotationPhase.Parked } && !rotation.Phase.IsTerminal();
        if (!onlyGoesOn)
        {
            OperatorAnswer answer = await host.Get<OperatorCommandLedger>().GiveAsync(rotation.RotationId, request, cancellationToken);
            if (!answer.Accepted)
            {
                throw new UserErrorException(answer.Message);
            }

            terminal.View.Say(answer.Message);
        }

        bool isFollowed = request.Kind is OperatorCommandKind.Abort or OperatorCommandKind.Adopt or OperatorCommandKind.Resume
            or OperatorCommandKind.Close or OperatorCommandKind.Forward or OperatorCommandKind.TakeOver;
        if (!isFollowed && (request.Kind is OperatorCommandKind.Pause || !await host.TryDriveAsync(cancellationToken)))
        {
            return ExitCodes.Completed; // whoever drives the rotation heeds it
        }

        return await new RotationSession(host, terminal).RunAsync(rotation, cancellationToken);
    }
}
