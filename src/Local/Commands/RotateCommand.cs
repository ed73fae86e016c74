using System.CommandLine;
using TenantTokens.Ledger;
using TenantTokens.Local.Following;
using TenantTokens.Local.Hosting;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;

namespace TenantTokens.Local.Commands;

/// <summary>Plans, starts and follows a rotation. Run again after a crash, it continues the same one.</summary>
internal static class RotateCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Command command = new("rotate", """
            Rotate the tenant token of an environment: plan, start, ActiveGates, OneAgents, verify, ask, finish.

            Examples:
              tenant-token rotate --config rotation.json
              tenant-token rotate --config rotation.json --yes --request change-4711 --json
              tenant-token rotate --plan 0f3a9c41d2b57e68 --yes
              tenant-token rotate --emergency --reason "token in a public repository" --yes
            """);
        RotateOptions options = new RotateOptions().AddTo(command);
        CommonOptions common = new CommonOptions().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            options.RequireReason(parsed);
            await using LocalHost host = common.OpenHost(parsed);
            RotationRequest wanted = options.RequestOf(parsed, common.EnvironmentOf(parsed, host));
            RotationRecord rotation = await OpenAsync(host, wanted, cancellationToken);
            RotationSession session = new(host, common.OpenTerminal(parsed)) { LetSimulatedApproverVote = wanted.PlanConfirmed };
            return await session.RunAsync(rotation, cancellationToken);
        });
        return command;
    }

    /// <summary>Opens the rotation, or takes the open one, and applies the request to it.</summary>
    private static async Task<RotationRecord> OpenAsync(LocalHost host, RotationRequest wanted, CancellationToken cancellationToken)
    {
        if (wanted.ExpectedPlanHash is not null)
        {
            await ExpectedPlan.CheckAsync(host, wanted, cancellationToken);
        }

        RotationOpening opening = await host.Get<RotationLedger>().OpenAsync(wanted, cancellationToken);
        RotationRecord rotation = opening.Rotation;
        if (wanted.Emergency && !rotation.Emergency && !rotation.Phase.IsTerminal())
        {
            throw new UserErrorException(
                $"Rotation {rotation.RotationId} is open ({rotation.Phase}), so you cannot start an emergency beside it. "
                + "Escalate it instead: 'tenant-token escalate --reason ...'.");
        }

        if (wanted.OperatorsHeld)
        {
            AuditEvent origin = new(default, OperatorHold.AuditCode, wanted.RequestedBy, "");
            rotation = await host.Get<OperatorHold>().RecordAsync(opening, origin, cancellationToken);
        }

        if (wanted.PlanConfirmed && !rotation.PlanConfirmed && OperatorCommandRules.Allowed(rotation).Contains(OperatorCommandKind.Confirm))
        {
            OperatorCommandRequest confirm = new(OperatorCommandKind.Confirm, wanted.RequestedBy);
            await host.Get<OperatorCommandLedger>().GiveAsync(rotation.RotationId, confirm, cancellationToken);
        }

        return rotation;
    }
}
