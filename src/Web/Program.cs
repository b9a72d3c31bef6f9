using MGen.Cli;
using MGen.Web;

return await ProgramHost.RunAsync(args, WebProgram.RunAsync);
