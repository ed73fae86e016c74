using System.CommandLine;
using TenantTokens.Ledger;
using TenantTokens.Local.Hosting;
using TenantTokens.Rotations;
using TenantTokens.Web;
using TenantTokens.Web.Identity;

namespace TenantTokens.Local.Commands;

/// <summary>Ends people's sign-ins.</summary>
internal static class SessionsCommand
{
    /// <summary>The command.</summary>
    public static Command Create() => new("sessions", "End the sessions, tokens and links of a person.") { CreateRevoke() };

    private static Command CreateRevoke()
    {
        Option<string?> person = new("--person", "-p")
        {
            Description = "The person's name or object id, a role (api-key:operator), or the operating system user who holds the keys.",
        };
        Option<string?> reason = new("--reason") { Description = "The reason, for the audit trail." };
        Command command = new("revoke", """
            Refuse from now on every session, Entra token and message link that a person has already got. New ones work again.

            Example:
              tenant-token sessions revoke --person alice@example.com --reason "the laptop is lost"
            """) { person, reason };
        CommonOptions common = new CommonOptions().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using LocalHost host = common.OpenExisting(parsed, static (services, _) => services.AddSessions());
            AuditEvent origin = new(default, RevocationLedger.AuditCode, Environment.UserName, "") { Via = "cli" };
            OperatorAnswer answer = await host.Get<RevocationLedger>()
                .RevokeAsync(parsed.GetValue(person), parsed.GetValue(reason), origin, cancellationToken);
            if (!answer.Accepted)
            {
                throw new UserErrorException(answer.Message);
            }

            common.OpenTerminal(parsed).View.Say(answer.Message);
            return ExitCodes.Completed;
        });
        return command;
    }
}
