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
        Option<string?> request = new("--request") { Description = "Your own key for this request. The same key again follows that rotation, or reports it if it has ended." };
        Option<bool> yes = new("--yes", "-y") { Description = "Confirm the plan. It decides no gate, except in a simulated world with approvals.simulatedApprover." };
        Option<bool> emergency = new("--emergency") { Description = "The token leaked: wider waves and shorter waits. Needs --reason." };
        Option<string?> reason = new("--reason") { Description = "The reason, for the audit trail." };
        Option<string?> plan = new("--plan") { Description = "The hash of the plan you have seen. If the plan made now differs, nothing is started and the difference is shown." };
        Option<bool> operatorsHeld = PlanCommand.OperatorsHeld();
        Command command = new("rotate", """
            Rotate the tenant token of an environment: plan, start, ActiveGates, OneAgents, verify, ask, finish.

            Examples:
              tenant-token rotate --config rotation.json
              tenant-token rotate --config rotation.json --yes --request change-4711 --json
              tenant-token rotate --plan 0f3a9c41d2b57e68 --yes
              tenant-token rotate --emergency --reason "token in a public repository" --yes
            """) { request, yes, emergency, reason, plan, operatorsHeld };
        CommonOptions common = new CommonOptions().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            RequireReason(parsed.GetValue(emergency), parsed.GetValue(reason));
            await using LocalHost host = common.OpenHost(parsed);
            RotationRequest wanted = new(
                common.EnvironmentOf(parsed, host),
                Environment.UserName,
                parsed.GetValue(request),
                parsed.GetValue(reason),
                parsed.GetValue(emergency),
                PlanConfirmed: parsed.GetValue(yes))
            {
                ExpectedPlanHash = parsed.GetValue(plan),
                OperatorsHeld = parsed.GetValue(operatorsHeld),
            };
            RotationRecord rotation = await OpenAsync(host, wanted, cancellationToken);
            RotationSession session = new(host, common.OpenTerminal(parsed)) { LetSimulatedApproverVote = wanted.PlanConfirmed };
            return await session.RunAsync(rotation, cancellationToken);
        });
        return command;
    }

    private static void RequireReason(bool isEmergency, string? reason)
    {
        if (isEmergency && string.IsNullOrWhiteSpace(reason))
        {
            throw new UserErrorException("--emergency needs --reason, for the audit trail.");
        }
    }

    /// <summary>Opens the rotation, or takes the one that is open, with what the request says of either.</summary>
    private static async Task<RotationRecord> OpenAsync(LocalHost host, RotationRequest wanted, CancellationToken cancellationToken)
    {
        if (wanted.ExpectedPlanHash is not null)
        {
            await ExpectedPlan.CheckAsync(host, wanted, cancellationToken);
        }

        RotationRecord rotation = await host.Get<RotationLedger>().OpenAsync(wanted, cancellationToken);
        if (wanted.Emergency && !rotation.Emergency && !rotation.Phase.IsTerminal())
        {
            throw new UserErrorException(
                $"Rotation {rotation.RotationId} is open ({rotation.Phase}), so you cannot start an emergency beside it. "
                + "Escalate it instead: 'tenant-token escalate --reason ...'.");
        }

        if (wanted.OperatorsHeld)
        {
            rotation = await HoldOperatorsAsync(host, rotation, wanted.RequestedBy, cancellationToken);
        }

        if (wanted.PlanConfirmed && !rotation.PlanConfirmed && OperatorCommandRules.Allowed(rotation).Contains(OperatorCommandKind.Confirm))
        {
            OperatorCommandRequest confirm = new(OperatorCommandKind.Confirm, wanted.RequestedBy);
            await host.Get<OperatorCommandLedger>().GiveAsync(rotation.RotationId, confirm, cancellationToken);
        }

        return rotation;
    }

    /// <summary>Confirms for a rotation that is open already. Its next planning counts it: 'tenant-token resume' when it is parked for that.</summary>
    private static async Task<RotationRecord> HoldOperatorsAsync(LocalHost host, RotationRecord rotation, string by, CancellationToken cancellationToken)
    {
        await host.Get<AuditTrail>().AddAsync(rotation.RotationId, "operators-held", by, "Every Dynatrace Operator stays scaled to zero until the ActiveGates are done.", cancellationToken);
        return await host.Get<RotationLedger>().UpdateAsync(rotation.RotationId, static current => current with { OperatorsHeld = true }, cancellationToken);
    }
}
