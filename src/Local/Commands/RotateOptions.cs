using System.CommandLine;
using TenantTokens.Local.Hosting;
using TenantTokens.Rotations;

namespace TenantTokens.Local.Commands;

/// <summary>The options that only 'rotate' has, and the request that they make.</summary>
internal sealed class RotateOptions
{
    private readonly Option<string?> _request = new("--request")
    {
        Description = "Your own key for this request. The same key again follows that rotation, or reports it if it has ended.",
    };
    private readonly Option<bool> _yes = new("--yes", "-y")
    {
        Description = "Confirm the plan. It decides no gate, except in a simulated world with approvals.simulatedApprover.",
    };
    private readonly Option<bool> _emergency = new("--emergency")
    {
        Description = "The token leaked: wider waves and shorter waits. Needs --reason.",
    };
    private readonly Option<string?> _reason = new("--reason") { Description = "The reason, for the audit trail." };
    private readonly Option<string?> _plan = new("--plan")
    {
        Description = "The hash of the plan you have seen. If the plan made now differs, nothing is started and the difference is shown.",
    };
    private readonly Option<bool> _operatorsHeld = PlanCommand.OperatorsHeld();

    /// <summary>Adds the options to the command.</summary>
    public RotateOptions AddTo(Command command)
    {
        command.Options.Add(_request);
        command.Options.Add(_yes);
        command.Options.Add(_emergency);
        command.Options.Add(_reason);
        command.Options.Add(_plan);
        command.Options.Add(_operatorsHeld);
        return this;
    }

    /// <summary>Refuses an emergency without a reason.</summary>
    /// <exception cref="UserErrorException">--emergency is given without --reason.</exception>
    public void RequireReason(ParseResult parsed)
    {
        if (parsed.GetValue(_emergency) && string.IsNullOrWhiteSpace(parsed.GetValue(_reason)))
        {
            throw new UserErrorException("--emergency needs --reason, for the audit trail.");
        }
    }

    /// <summary>Makes the request from the options. The requester is the operating system's user.</summary>
    public RotationRequest RequestOf(ParseResult parsed, string environment)
        => new(
            environment,
            Environment.UserName,
            parsed.GetValue(_request),
            parsed.GetValue(_reason),
            parsed.GetValue(_emergency),
            PlanConfirmed: parsed.GetValue(_yes))
        {
            ExpectedPlanHash = parsed.GetValue(_plan),
            OperatorsHeld = parsed.GetValue(_operatorsHeld),
        };
}
