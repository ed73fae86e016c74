using System.CommandLine;
using TenantTokens.Local.Following;
using TenantTokens.Local.Hosting;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;

namespace TenantTokens.Local.Commands;

/// <summary>
/// Gives a command to the open rotation. When no other process drives it, this one continues it, unless the command is pause.
/// </summary>
internal static class OperatorCommand
{
    /// <summary>abort.</summary>
    public static Command Abort()
        => Create(
            "abort",
            OperatorCommandKind.Abort,
            "Stop the rotation, put the old token back on every touched host, then cancel it at Dynatrace.",
            "--reason \"change window closed\"");

    /// <summary>adopt.</summary>
    public static Command Adopt()
        => Create(
            "adopt",
            OperatorCommandKind.Adopt,
            "Take over a rotation that somebody else started in this environment. The approvers are asked first.",
            "--reason \"started by hand\"");

    /// <summary>forward.</summary>
    public static Command Forward()
        => Create(
            "forward",
            OperatorCommandKind.Forward,
            "Instead of rolling back, put the new token on every host that lacks it, ActiveGates first. One host of each kind goes ahead.",
            "--reason \"finished by hand\"");

    /// <summary>resume.</summary>
    public static Command Resume()
        => Create(
            "resume",
            OperatorCommandKind.Resume,
            "Go on with a paused or parked rotation, or with one whose process has ended. A parked rotation tries the failed step again.",
            "");

    /// <summary>pause.</summary>
    public static Command Pause()
        => Create(
            "pause",
            OperatorCommandKind.Pause,
            "Send nothing new. Run commands that are in flight finish.",
            "--reason \"incident 4711\"");

    /// <summary>retry.</summary>
    public static Command Retry()
        => Create(
            "retry",
            OperatorCommandKind.Retry,
            "Retry the targets that failed, could not be reached or were left out: all of them, or the one you name.",
            "--target oneagent/web-03");

    /// <summary>skip.</summary>
    public static Command Skip()
        => Create(
            "skip",
            OperatorCommandKind.Skip,
            "Leave a OneAgent out, by name and with a reason. The finish gate lists it among the exceptions.",
            "--target oneagent/web-03 --reason \"is being replaced\"");

    /// <summary>escalate.</summary>
    public static Command Escalate()
        => Create(
            "escalate",
            OperatorCommandKind.Escalate,
            "Turn the open rotation into an emergency: wider waves, shorter waits, windows bypassed. Open gates are issued again.",
            "--reason \"the old token leaked\"");

    /// <summary>take-over.</summary>
    public static Command TakeOver() => Create(
        "take-over",
        OperatorCommandKind.TakeOver,
        "Take the environment over from another copy of tenant-token that is gone for good. Name it as 'tenant-token status' shows it. "
            + "If that copy still runs, its rotation parks when it next checks the claim; what it has sent until then stays sent.",
        "--holder \"laptop-7:/home/anna/.tenant-token\" --reason \"the laptop is lost\"");

    /// <summary>close.</summary>
    public static Command Close()
        => Create(
            "close",
            OperatorCommandKind.Close,
            "End a rotation as it is when nothing else can end it. The approvers are asked first. Nothing more is sent, and hosts keep"
                + " the token they have.",
            "--reason \"the environment is being moved\"");

    private static Command Create(string name, OperatorCommandKind kind, string description, string example)
    {
        Option<string?> reason = new("--reason") { Description = "The reason, for the audit trail." };
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

    private static async Task<int> RunAsync(
        LocalHost host,
        RotationRecord rotation,
        OperatorCommandRequest request,
        Terminal terminal,
        CancellationToken cancellationToken)
    {
        bool onlyGoesOn = request.Kind is OperatorCommandKind.Resume
            && rotation is { Paused: false, Phase: not RotationPhase.Parked }
            && !rotation.Phase.IsTerminal();
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
            return ExitCodes.Completed; // the process that drives the rotation carries it out
        }

        return await new RotationSession(host, terminal).RunAsync(rotation, cancellationToken);
    }
}
