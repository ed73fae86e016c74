using System.CommandLine;
using TenantTokens.Ledger;
using TenantTokens.Local.Hosting;
using TenantTokens.Rotations;
using TenantTokens.Web;
using TenantTokens.Web.Identity;

namespace TenantTokens.Local.Commands;

/// <summary>Ends what people signed in with.</summary>
internal static class SessionsCommand
{
    /// <summary>The command.</summary>
    public static Command Create() => new("sessions", "End what people signed in with.") { CreateRevoke() };

    private static Command CreateRevoke()
    {
        Option<string?> person = new("--person", "-p")
        {
            Description = "Their name or object id; a role (api-key:operator); or the user of the operating system who holds the keys.",
        };
        Option<string?> reason = new("--reason") { Description = "Why; goes into the audit trail." };
        Command command = new("revoke", """
            Refuse at once whatever a person got before now: sessions, Entra tokens and links in messages. What they get afterwards counts again.

            Example:
              tenant-token sessions revoke --person alice@example.com --reason "the laptop is lost"
            """) { person, reason };
        CommonOptions common = new CommonOptions().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using LocalHost host = common.OpenExisting(parsed, static (services, _) => services.AddSessions());
            AuditEvent origin = new(default, RevocationLedger.AuditCode, Environment.UserName, "") { Via = "cli" };
            OperatorAnswer answer = await host.Get<RevocationLedger>().RevokeAsync(parsed.GetValue(person), parsed.GetValue(reason), origin, cancellationToken);
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
