namespace TenantTokens.Web.Tests.Hostile;

/// <summary>Where words are shown. Each has one encoder.</summary>
internal enum Surface
{
    /// <summary>Pages.</summary>
    Html,

    /// <summary>The report.</summary>
    Markdown,

    /// <summary>What the command line prints.</summary>
    Terminal,

    /// <summary>Mail as plain text, with its subject.</summary>
    MailText,

    /// <summary>Mail as HTML.</summary>
    MailHtml,

    /// <summary>The card in Teams, and what the approval workflow shows.</summary>
    Card,

    /// <summary>The log.</summary>
    Log,

    /// <summary>The audit trail as a table for a spreadsheet.</summary>
    Csv,
}
